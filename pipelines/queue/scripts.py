"""What is done with the jobs in Redis in one step, in Redis's own language; and the keys under which they lie."""

from __future__ import annotations

from typing import Final

STREAM: Final = "babelwire:jobs"
GROUP: Final = "workers"
# Names of the jobs in the stream, so that none is in it twice.
WAITING: Final = "babelwire:waiting"
# By name: jobs that nobody takes any more, with the reason.
ASIDE: Final = "babelwire:aside"

PUT: Final = """
if redis.call('SADD', KEYS[2], ARGV[1]) == 0 then return 0 end
redis.call('HDEL', KEYS[3], ARGV[1])
redis.call('XADD', KEYS[1], '*', 'job', ARGV[2])
return 1
"""
# What begins so does nothing to a job that another worker has taken over.
IF_OURS: Final = """
if #redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1, ARGV[2]) == 0 then return 0 end
"""
# (To claim a job says that it was taken just now; with JUSTID, it is not counted as taken once more.)
RENEW: Final = IF_OURS + "redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3], 'JUSTID') return 1"
FREE: Final = (
    IF_OURS
    + "redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3],"
    + " 'IDLE', ARGV[4], 'RETRYCOUNT', ARGV[5], 'JUSTID') return 1"
)
REMOVE: Final = IF_OURS + (
    "redis.call('XACK', KEYS[1], ARGV[1], ARGV[3]) redis.call('XDEL', KEYS[1], ARGV[3])"
    " redis.call('SREM', KEYS[2], ARGV[4])"
    " if ARGV[5] ~= '' then redis.call('HSET', KEYS[3], ARGV[4], ARGV[5]) end return 1"
)
KEYS: Final = (STREAM, WAITING, ASIDE)

"""Work for many processes and machines: a shard is a piece of the inputs, and a part of the output is made of it."""

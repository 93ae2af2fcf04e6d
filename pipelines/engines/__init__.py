"""What runs the work on many pages: processes of this machine, and engines that others have built."""


class EngineProblem(RuntimeError):
    """An engine is not there, or gave up; the message says what to do."""

"""What is done to matters: each locks, asks the kernel, writes, journals, and announces."""

"""The benchmark: what a page costs beside the least it could cost on the same machine."""

"""What belongs to the person: their own copy, erasure, and who looked."""

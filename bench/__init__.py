"""What it costs, side by side with what people would use instead. `make bench` runs all of it."""

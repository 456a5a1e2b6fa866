"""What `script/plant-faults` is made of: finding places, planting, running the tests."""

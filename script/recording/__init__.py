"""What `script/record-outputs` is made of: calls, their fixtures, running, normalising, comparing."""

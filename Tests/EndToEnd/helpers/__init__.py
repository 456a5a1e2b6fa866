"""What the tests share: the binary and its studies, people at each face, files, judges from elsewhere."""

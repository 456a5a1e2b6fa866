// The page models import this module, and use nothing of it.

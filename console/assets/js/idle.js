// idle

//! One binary of tests: the program and its library as others meet them.

/// Personal data: what is found, what is left readable.
mod privacy;

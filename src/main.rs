//! The program: parse, resolve, dispatch on a closed set of verbs, print one error, exit.

fn main() {}

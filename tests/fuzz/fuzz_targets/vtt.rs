#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| gensvar_fuzz::vtt(bytes));

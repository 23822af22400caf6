#![doc = include_str!("../README.md")]

pub mod accounts;
pub mod books;
pub mod day;
pub mod plain;
pub mod settings;
pub mod shop;
pub mod snare;

//! Tests from outside: the demonstration city, samples of every rule, broken
//! definitions, questions, and garbage.

#[cfg(test)]
mod ask;
#[cfg(test)]
mod broken;
#[cfg(test)]
mod city;
#[cfg(test)]
mod house;
#[cfg(test)]
mod interchange;
#[cfg(test)]
mod listed;
#[cfg(test)]
mod pieces;
#[cfg(test)]
mod robust;
#[cfg(test)]
mod samples;

//! Applications in the making: questions and answers.

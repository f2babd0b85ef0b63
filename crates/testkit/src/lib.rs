//! Builders and case runner for tests of stages.

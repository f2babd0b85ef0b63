//! Channels, workers, order, limits, set-aside, stop.

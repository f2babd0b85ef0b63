//! pipeline.toml: parse with positions, check, schema.

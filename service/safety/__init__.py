"""The deterministic safety classifier: rules are data, the engine is small, nothing here does network I/O."""

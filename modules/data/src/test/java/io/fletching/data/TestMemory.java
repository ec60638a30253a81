package io.fletching.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.arrow.Memory;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Gives each test a region of its own, and fails the test that leaves a byte in it. Register it with
/// `@RegisterExtension`.
final class TestMemory implements BeforeEachCallback, AfterEachCallback {
    private Memory memory = Memory.create();

    Memory memory() {
        return memory;
    }

    Split load(DataOptions options) {
        return Data.load(options, memory);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        memory = Memory.create();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        long bytes = memory.bytes();
        memory.close();
        assertThat(bytes)
                .as("bytes outstanding after %s", context.getDisplayName())
                .isZero();
    }
}

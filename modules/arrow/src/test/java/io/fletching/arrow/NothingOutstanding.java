package io.fletching.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Gives each test a root allocator of its own, and fails the test that leaves a byte or a child allocator in it.
/// Register it with `@RegisterExtension`.
final class NothingOutstanding implements BeforeEachCallback, AfterEachCallback {
    private RootAllocator root = new RootAllocator(0);

    BufferAllocator allocator() {
        return root;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        root = new RootAllocator();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertThat(root.getAllocatedMemory())
                .as("bytes outstanding after %s", context.getDisplayName())
                .isZero();
        assertThat(root.getChildAllocators()).as("regions left open").isEmpty();
        root.close();
    }
}

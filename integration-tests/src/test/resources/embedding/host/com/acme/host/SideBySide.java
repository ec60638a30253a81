package com.acme.host;

import io.fletching.runtime.Catalog;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/// Two catalogs with a plugin each, of one module name, that train alone and then at the same time.
public final class SideBySide {
    private SideBySide() {}

    public static void main(String[] jars) throws Exception {
        try (BufferAllocator allocator = new RootAllocator(64 << 20);
                Catalog first = Catalog.builder().plugins(Path.of(jars[0])).build();
                Catalog second = Catalog.builder().plugins(Path.of(jars[1])).build();
                var threads = Executors.newFixedThreadPool(2)) {
            tell("first", train(first, allocator));
            tell("second", train(second, allocator));
            var together = threads.submit(() -> train(first, allocator));
            tell("second", threads.submit(() -> train(second, allocator)).get());
            tell("first", together.get());
        }
    }

    private static String train(Catalog catalog, BufferAllocator allocator) throws Exception {
        var optimizer = catalog.optimizer("step");
        return optimizer.descriptor().summary() + ": " + Host.train(catalog, allocator, optimizer).replaceAll("(?s).* ", "");
    }

    private static void tell(String catalog, String text) {
        System.out.println(catalog + ": " + text);
    }
}

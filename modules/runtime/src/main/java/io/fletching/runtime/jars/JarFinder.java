package io.fletching.runtime.jars;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds modules among jars in memory.
final class JarFinder implements ModuleFinder {
    private final Map<String, ModuleReference> references = new LinkedHashMap<>();

    JarFinder(Collection<JarModule> modules) {
        modules.forEach(module -> references.put(module.descriptor().name(), new Reference(module)));
    }

    @Override
    public Optional<ModuleReference> find(String name) {
        return Optional.ofNullable(references.get(name));
    }

    @Override
    public Set<ModuleReference> findAll() {
        return Set.copyOf(references.values());
    }

    private static final class Reference extends ModuleReference {
        private final JarModule module;

        Reference(JarModule module) {
            super(module.descriptor(), module.jar().path().toUri());
            this.module = module;
        }

        @Override
        public ModuleReader open() {
            return new Reader(module.jar());
        }
    }

    private record Reader(Jar jar) implements ModuleReader {
        @Override
        public Optional<URI> find(String name) {
            return jar.entry(name).map(content -> JarLoader.uri(jar, name));
        }

        @Override
        public Optional<InputStream> open(String name) {
            return jar.entry(name).map(ByteArrayInputStream::new);
        }

        @Override
        public Stream<String> list() {
            return jar.entries().keySet().stream();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}

package io.fletching.runtime.jars;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What surrounds the plugins: the layer of modules, or the class loader, that the runtime itself was loaded by. There
/// its SPI is the plugins' SPI, however deep inside another system it sits.
public final class Host {
    /// Modules that every host has, named or not.
    private static final List<String> OURS =
            List.of("io.fletching.spi", "io.fletching.kernels", "io.fletching.arrow", "io.fletching.runtime");

    private final @Nullable ModuleLayer layer;
    private final Set<String> modules = new HashSet<>(OURS);
    private final Set<String> packages = new HashSet<>(OURS);
    private final Set<String> exported = new HashSet<>();

    private Host(@Nullable ModuleLayer layer) {
        this.layer = layer;
        if (layer != null) {
            modules(layer).forEach(this::add);
        }
    }

    /// The host of this process.
    public static Host here() {
        return new Host(Host.class.getModule().getLayer());
    }

    private void add(Module module) {
        modules.add(module.getName());
        if (module.getName().startsWith("io.fletching.")) {
            packages.addAll(module.getPackages());
        }
        module.getPackages().stream().filter(module::isExported).forEach(exported::add);
    }

    private static List<Module> modules(ModuleLayer first) {
        var found = new HashSet<Module>();
        var seen = new HashSet<ModuleLayer>();
        var left = new ArrayDeque<>(List.of(first));
        while (!left.isEmpty()) {
            ModuleLayer layer = left.remove();
            if (seen.add(layer)) {
                found.addAll(layer.modules());
                left.addAll(layer.parents());
            }
        }
        return List.copyOf(found);
    }

    /// The layer below which plugins get layers of their own; none where the runtime is on a class path.
    public @Nullable ModuleLayer layer() {
        return layer;
    }

    /// The class loader of the runtime, which sees the SPI.
    ClassLoader loader() {
        ClassLoader loader = Host.class.getClassLoader();
        return loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }

    /// Whether the host has a module of this name. Of a host on a class path it is known for our own modules alone.
    public boolean hasModule(String name) {
        return modules.contains(name);
    }

    /// Whether classes of this package come from the host, whatever a plugin brings.
    ///
    /// @param plain whether the plugin's jar is no module and so reads all of the host's
    boolean owns(String packageName, boolean plain) {
        return packages.contains(packageName) || (plain && exported.contains(packageName));
    }
}

package io.fletching.runtime.jars;

import java.lang.module.Configuration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The classes of one plugin: a layer of modules below the host's, or, where the host is on a class path, a class
/// loader below the host's.
public final class Loaded {
    private final JarLoader loader;
    private final ModuleLayer.@Nullable Controller controller;

    private Loaded(JarLoader loader, ModuleLayer.@Nullable Controller controller) {
        this.loader = loader;
        this.controller = controller;
    }

    /// Resolves and defines the modules of a plugin. None of its code runs.
    ///
    /// @throws java.lang.module.FindException where a module that one of them requires is missing
    /// @throws java.lang.module.ResolutionException where they cannot be put together
    public static Loaded below(Host host, Collection<JarModule> modules) {
        ModuleLayer parent = host.layer();
        if (parent == null) {
            return new Loaded(JarLoader.below(host, modules), null);
        }
        Set<String> roots =
                modules.stream().map(module -> module.descriptor().name()).collect(Collectors.toSet());
        Configuration configuration =
                parent.configuration().resolve(new JarFinder(modules), new JarFinder(List.of()), roots);
        JarLoader loader = JarLoader.ofLayer(parent, configuration, modules);
        return new Loaded(loader, ModuleLayer.defineModules(configuration, List.of(parent), name -> loader));
    }

    public ClassLoader loader() {
        return loader;
    }

    /// Loads a class without running any of its code.
    public Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name, false, loader);
    }

    /// Lets a module make an object of a public class, in a package that need not be exported.
    public void exportTo(Module to, Class<?> type) {
        if (controller != null && type.getModule().getLayer() == controller.layer()) {
            controller.addExports(type.getModule(), type.getPackageName(), to);
        }
    }

    /// Packages that more than one of these modules has, with their jars.
    public static Map<String, List<String>> split(Collection<JarModule> modules) {
        var jars = new TreeMap<String, List<String>>();
        for (JarModule module : modules) {
            String jar = module.jar().path().getFileName().toString();
            module.descriptor()
                    .packages()
                    .forEach(name -> jars.computeIfAbsent(name, first -> new ArrayList<>())
                            .add(jar));
        }
        var once = new HashSet<String>();
        jars.forEach((name, all) -> {
            if (all.size() == 1) {
                once.add(name);
            }
        });
        jars.keySet().removeAll(once);
        return jars;
    }
}

package io.fletching.runtime;

import io.fletching.runtime.jars.JarLoader;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a provider's class comes from.
///
/// On the class path a jar's own module descriptor is asked, without loading its code, so that a provider has the same
/// full name on either path; a jar without one is named by the package of the class.
///
/// @param module the module's name
/// @param version the module's version, else the manifest's `Implementation-Version`, else `unversioned`
/// @param location the jar or folder, or `an unknown place`
/// @param plugin whether the provider comes from a plugin directory and not from the host's own path
public record Origin(String module, String version, String location, boolean plugin) {
    /// The version of what does not tell one.
    static final String UNVERSIONED = "unversioned";

    private static final String PROVIDERS = "io.fletching.provider.";

    static Origin of(Class<?> type) {
        Path path = location(type);
        String location = path == null ? "an unknown place" : path.toString();
        boolean plugin = type.getClassLoader() instanceof JarLoader;
        ModuleDescriptor descriptor = type.getModule().getDescriptor();
        if (type.getClassLoader() instanceof JarLoader loader) {
            descriptor = loader.module(type).descriptor();
        } else if (descriptor == null && path != null) {
            descriptor = descriptor(path, type.getPackageName());
        }
        String manifest = type.getPackage().getImplementationVersion();
        String version = Optional.ofNullable(descriptor)
                .flatMap(ModuleDescriptor::rawVersion)
                .or(() -> Optional.ofNullable(manifest))
                .orElse(UNVERSIONED);
        // The name that Java derives for a plain jar changes with the name of the file.
        String module = descriptor == null || descriptor.isAutomatic() ? type.getPackageName() : descriptor.name();
        return new Origin(module, version, location, plugin);
    }

    /// Whether it is one of our own providers, on the host's own path. Its bare name is its alone.
    public boolean builtIn() {
        return !plugin && module.startsWith(PROVIDERS);
    }

    private static @Nullable Path location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return null;
        }
        try {
            URI uri = source.getLocation().toURI();
            return Path.of(uri);
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException notAFile) {
            return null;
        }
    }

    /// The descriptor of the module in a jar or folder, if it has one that owns this package.
    private static @Nullable ModuleDescriptor descriptor(Path path, String packageName) {
        try {
            return ModuleFinder.of(path).findAll().stream()
                    .map(reference -> reference.descriptor())
                    .filter(descriptor -> descriptor.packages().contains(packageName))
                    .findFirst()
                    .orElse(null);
        } catch (FindException notAModule) {
            return null;
        }
    }
}

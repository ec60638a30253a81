package io.fletching.runtime;

import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/// Where a provider's class comes from.
///
/// On the class path a jar's own module descriptor is asked, without loading its code, so that a provider has the same
/// full name on either path; a jar without one is named by the package of the class.
///
/// @param module the module's name
/// @param version the module's version, else the manifest's `Implementation-Version`, else `unversioned`
/// @param location the jar or folder, or `an unknown place`
public record Origin(String module, String version, String location) {

    static Origin of(Class<?> type) {
        Path path = location(type);
        String location = path == null ? "an unknown place" : path.toString();
        ModuleDescriptor descriptor = type.getModule().getDescriptor();
        if (descriptor == null && path != null) {
            descriptor = descriptor(path, type.getPackageName());
        }
        String manifest = type.getPackage().getImplementationVersion();
        String fallback = manifest == null ? "unversioned" : manifest;
        return descriptor == null
                ? new Origin(type.getPackageName(), fallback, location)
                : new Origin(descriptor.name(), descriptor.rawVersion().orElse(fallback), location);
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

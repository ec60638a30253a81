package io.fletching.embedding;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.Deflater;

/// The host and all its jars in one, as docs/embedding.md tells a build to make it.
final class FatJar {
    private static final String SERVICES = "META-INF/services/";

    private FatJar() {}

    /// Packs jars into one.
    ///
    /// @param joined whether files of one name in `META-INF/services` are put together, as they must be; else the first
    ///     one is taken
    static Path of(List<Path> jars, Path file, boolean joined) throws IOException {
        var manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, "com.acme.host.Host");
        attributes.put(Attributes.Name.MULTI_RELEASE, "true");
        attributes.putValue("Add-Opens", "java.base/java.nio");
        attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
        Map<String, String> services = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        try (OutputStream out = Files.newOutputStream(file);
                var fat = new JarOutputStream(out, manifest)) {
            fat.setLevel(Deflater.NO_COMPRESSION);
            for (Path jar : jars) {
                try (var source = new JarFile(jar.toFile())) {
                    copy(source, fat, seen, services, joined);
                }
            }
            for (var service : services.entrySet()) {
                write(fat, service.getKey(), service.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private static void copy(
            JarFile jar, JarOutputStream fat, Set<String> seen, Map<String, String> services, boolean joined)
            throws IOException {
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            JarEntry entry = entries.nextElement();
            String name = entry.getName();
            byte[] bytes = jar.getInputStream(entry).readAllBytes();
            if (entry.isDirectory() || name.endsWith("module-info.class") || name.equals(JarFile.MANIFEST_NAME)) {
                continue;
            }
            if (name.startsWith(SERVICES)) {
                String text = new String(bytes, StandardCharsets.UTF_8) + "\n";
                services.merge(name, text, (first, second) -> joined ? first + second : first);
            } else if (seen.add(name)) {
                write(fat, name, bytes);
            }
        }
    }

    private static void write(JarOutputStream fat, String name, byte[] bytes) throws IOException {
        fat.putNextEntry(new JarEntry(name));
        fat.write(bytes);
        fat.closeEntry();
    }
}

package io.fletching.runtime;

import static io.fletching.runtime.ProviderJars.SERVICE;
import static io.fletching.runtime.ProviderJars.optimizerFiles;
import static io.fletching.runtime.ProviderJars.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A plugin directory of hostile and broken jars with healthy ones among them.
final class Farm {
    private final Path folder;
    private final ProviderJars jars;
    private final Map<String, String> broken = new TreeMap<>();
    private final Map<String, String> healthy = new TreeMap<>();

    Farm(Path folder) throws IOException {
        this.folder = folder;
        jars = new ProviderJars(folder);
        healthyJars();
        brokenFiles();
        brokenModules();
        brokenFolders();
        brokenServices();
        brokenCode();
    }

    /// The code of the problem that each broken jar or folder is, by its name in the directory.
    Map<String, String> broken() {
        return broken;
    }

    /// The name of the provider in each healthy jar.
    Map<String, String> healthy() {
        return healthy;
    }

    /// Both.
    Map<String, String> all() {
        var all = new TreeMap<>(broken);
        all.putAll(healthy);
        return all;
    }

    private void healthyJars() {
        for (String name : new String[] {"aaa", "mmm", "zzz"}) {
            healthy.put(name + ".jar", name);
            jars.jar(name + ".jar", "1", optimizerFiles("com.acme." + name, name, ""));
        }
        jars.jar("plain 1 (copy).jar", "1", plain("com.acme.plain", "plain", ""));
        healthy.put("plain 1 (copy).jar", "plain");
    }

    private static Map<String, String> plain(String packageName, String name, String body) {
        Map<String, String> files = optimizerFiles(packageName, name, body);
        files.remove("module-info.java");
        return files;
    }

    private Path bad(String file, String code) {
        broken.put(file, code);
        return folder.resolve(file);
    }

    private void brokenFiles() throws IOException {
        byte[] good = Files.readAllBytes(folder.resolve("aaa.jar"));
        Files.writeString(bad("text.jar", "plugin-corrupt-jar"), "This is no jar.\n");
        Files.write(bad("nothing.jar", "plugin-corrupt-jar"), new byte[0]);
        Files.write(bad("cut-short.jar", "plugin-corrupt-jar"), Arrays.copyOf(good, good.length / 2));
        Files.write(bad("cut-end.jar", "plugin-corrupt-jar"), Arrays.copyOf(good, good.length - 10));
        var prefixed = new ByteArrayOutputStream();
        prefixed.writeBytes("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
        prefixed.writeBytes(good);
        Files.write(bad("prefixed.jar", "plugin-corrupt-jar"), prefixed.toByteArray());
        byte[] flipped = good.clone();
        flipped[good.length / 2] ^= 0x55;
        Files.write(bad("flipped.jar", "plugin-corrupt-jar"), flipped);
        try (var zip = zip("twice.jar", "plugin-corrupt-jar")) {
            zip.putNextEntry(new ZipEntry("one-of-two"));
            zip.putNextEntry(new ZipEntry("two-of-two"));
        }
        patch("twice.jar", "two-of-two", "one-of-two");
        zip("empty.jar", "plugin-no-provider").close();
        try (var zip = zip("bomb.jar", "plugin-too-large")) {
            zip.putNextEntry(new ZipEntry("zeros"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i <= 256; i++) {
                zip.write(zeros);
            }
        }
        try (var zip = zip("nested.jar", "plugin-nested-jar")) {
            zip.putNextEntry(new ZipEntry("BOOT-INF/lib/inner.jar"));
            zip.write(good);
        }
        Files.createSymbolicLink(bad("nowhere.jar", "plugin-unreadable"), Path.of("gone.jar"));
        Files.createSymbolicLink(bad("circle.jar", "plugin-unreadable"), Path.of("circle.jar"));
        Files.createDirectory(bad("folder.jar", "plugin-empty-folder"));
    }

    private ZipOutputStream zip(String file, String code) throws IOException {
        return new ZipOutputStream(Files.newOutputStream(bad(file, code)));
    }

    /// Replaces a text by another of the same length wherever it is in a file.
    private void patch(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String bytes = Files.readString(path, StandardCharsets.ISO_8859_1);
        Files.writeString(path, bytes.replace(from, to), StandardCharsets.ISO_8859_1);
    }

    private void brokenModules() throws IOException {
        bad("spi-too-new.jar", "plugin-spi-too-new");
        jars.jar("spi-too-new.jar", "1", optimizerFiles("com.acme.future", "future", ""), spi("9.9"));
        Files.delete(folder.resolve("fletching.spi.jar"));
        bad("newer-java.jar", "plugin-newer-java");
        Path root = jars.made("newer-java.jar", "1", optimizerFiles("com.acme.newer", "newer", ""));
        setJava(root.resolve("classes/com/acme/newer/Given.class"), 99);
        ProviderJars.pack(root, folder.resolve("newer-java.jar"));
        bad("garbled.jar", "plugin-bad-descriptor");
        root = jars.made("garbled.jar", "1", optimizerFiles("com.acme.garbled", "garbled", ""));
        Files.writeString(root.resolve("classes/module-info.class"), "no module at all");
        zip(root, folder.resolve("garbled.jar"), "module-info.class", "com/acme/garbled/Given.class");
        bad("lacks-package.jar", "plugin-bad-descriptor");
        root = jars.made("lacks-package.jar", "1", optimizerFiles("com.acme.lacks", "lacks", ""));
        zip(root, folder.resolve("lacks-package.jar"), "module-info.class", SERVICE);
        bad("needs.jar", "plugin-missing-dependency");
        Path library = jars.jar("library.jar", "1", Map.of("module-info.java", "module com.acme.library {}"));
        Map<String, String> needs = optimizerFiles("com.acme.needs", "needs", "");
        needs.compute("module-info.java", (file, text) -> text.replace("{", "{ requires com.acme.library;"));
        jars.jar("needs.jar", "1", needs, library);
        Files.delete(library);
        bad("taken.jar", "plugin-module-taken");
        jars.jar("taken.jar", "1", taken());
        Files.copy(spi("0.1"), bad("dropped-spi.jar", "plugin-module-taken"));
        Files.delete(folder.resolve("fletching.spi.jar"));
        for (String twin : new String[] {"twin-a.jar", "twin-b.jar"}) {
            bad(twin, "plugin-module-twice");
            Map<String, String> files = optimizerFiles("com.acme.twin", "twin", "");
            files.put("which.txt", twin);
            jars.jar(twin, "1", files);
        }
    }

    /// An optimizer in a module that is named like one of ours.
    private static Map<String, String> taken() {
        Map<String, String> files = optimizerFiles("com.acme.taken", "taken", "");
        files.compute(
                "module-info.java",
                (file, text) -> text.replace("module com.acme.taken", "module io.fletching.kernels"));
        return files;
    }

    /// The SPI as a jar of another version.
    private Path spi(String version) throws IOException {
        Path jar = folder.resolve("fletching.spi.jar");
        Path root = Files.createTempDirectory(folder, ".spi");
        jars.unpackSpi(root.resolve("classes"));
        ProviderJars.run(
                "jar",
                "--create",
                "--file",
                jar.toString(),
                "--module-version",
                version,
                "-C",
                root.resolve("classes").toString(),
                ".");
        return jar;
    }

    private static void setJava(Path file, int feature) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[7] = (byte) (feature + 44);
        Files.write(file, bytes);
    }

    /// Some files of a folder `classes` as a jar, which the `jar` tool would refuse to make.
    private static void zip(Path root, Path jar, String... names) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                var zip = new ZipOutputStream(out)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(Files.readAllBytes(root.resolve("classes").resolve(name)));
            }
        }
    }

    private void brokenFolders() throws IOException {
        Files.createDirectory(bad("hollow", "plugin-empty-folder"));
        Files.createSymbolicLink(bad("loop", "plugin-symlink-loop"), Path.of("."));
        folder("split", "plugin-split-package", "com.acme.split", "com.acme.half");
        folder("doubled", "plugin-module-twice", "com.acme.doubled", "com.acme.doubled");
        Path mixed = Files.createDirectory(bad("mixed", "plugin-corrupt-jar"));
        new ProviderJars(mixed).optimizer("com.acme.mixed", "1", "mixed", "");
        Files.writeString(mixed.resolve("text.jar"), "This is no jar.\n");
    }

    /// A folder of two jars that share a package.
    private void folder(String name, String code, String first, String second) throws IOException {
        var made = new ProviderJars(Files.createDirectory(bad(name, code)));
        made.jar("one.jar", "1", optimizerFiles(first, name, ""));
        made.jar(
                "two.jar",
                "2",
                Map.of(
                        "module-info.java",
                        "module " + second + " { exports " + first + "; }",
                        first.replace('.', '/') + "/Other.java",
                        "package " + first + "; public class Other {}"));
    }

    private void brokenServices() {
        services("names-nothing.jar", "provider-missing", "com.gone.Gone\n", "com.acme.gone", "");
        services("names-garbage.jar", "plugin-bad-services", "com.acme.garbage.Given, or so\n", "com.acme.garbage", "");
        services(
                "no-optimizer.jar",
                "provider-wrong-type",
                "com.acme.wrong.Wrong\n",
                "com.acme.wrong",
                "public class Wrong {}");
        services(
                "hidden.jar",
                "provider-unfit",
                "com.acme.hidden.Hidden\n",
                "com.acme.hidden",
                "class Hidden extends Base {}");
        services(
                "abstract.jar",
                "provider-unfit",
                "com.acme.abstr.Abs\n",
                "com.acme.abstr",
                "public abstract class Abs extends Base {}");
        services(
                "no-constructor.jar",
                "provider-unfit",
                "com.acme.args.Args\n",
                "com.acme.args",
                "public class Args extends Base { public Args(int n) {} }");
        services("comments.jar", "plugin-no-provider", "# com.acme.comment.Given\n", "com.acme.comment", "");
        Map<String, String> twice = plain("com.acme.pair", "pair", "");
        twice.put("com/acme/pair/Also.java", source("com.acme.pair", "Also", "pair", ""));
        twice.put(SERVICE, "com.acme.pair.Given\ncom.acme.pair.Also\n");
        bad("pair.jar", "provider-twice");
        jars.jar("pair.jar", "1", twice);
    }

    /// A plain jar with this services file and, where a type is given, that type and a `Base` to extend.
    private void services(String file, String code, String service, String packageName, String type) {
        Map<String, String> files = plain(packageName, "unused", "");
        files.put(SERVICE, service);
        if (!type.isEmpty()) {
            String name = service.strip().substring(packageName.length() + 1);
            files.put(packageName.replace('.', '/') + "/" + name + ".java", "package " + packageName + "; " + type);
            files.put(
                    packageName.replace('.', '/') + "/Base.java",
                    source(packageName, "Base", "base", "").replace("public final class", "public class"));
        }
        bad(file, code);
        jars.jar(file, "1", files);
    }

    private void brokenCode() throws IOException {
        code("boom", "provider-failed", "public Given() { throw new IllegalStateException(\"no licence\"); }");
        code("static-throws", "provider-failed", "static { if (true) throw new IllegalStateException(\"no key\"); }");
        code(
                "no-library",
                "provider-failed",
                "static { if (true) throw new UnsatisfiedLinkError(\"no there-is-none\"); }");
        code(
                "overflows",
                "provider-failed",
                "static final int DEPTH = deep(1); static int deep(int n) { return 1 + deep(n + 1); }");
        code("out-of-memory", "provider-failed", "static final byte[] ALL = new byte[Integer.MAX_VALUE];");
        code("hangs", "plugin-hung", "public Given() { " + SLEEP + " }");
        code("static-hangs", "plugin-hung", "static { " + SLEEP + " }");
        code(
                "describe-hangs",
                "plugin-hung",
                "@Override public Descriptor descriptor() { " + SLEEP + " return null; }");
        code(
                "describe-throws",
                "provider-descriptor",
                "@Override public Descriptor descriptor() { throw new UnsupportedOperationException(\"later\"); }");
        code("describe-null", "provider-descriptor", "@Override public Descriptor descriptor() { return null; }");
        code(
                "bad-name",
                "provider-descriptor",
                "@Override public Descriptor descriptor() { return Descriptor.of(\"Bad Name\", \"A test\"); }");
        bad("lacks-class.jar", "provider-unlinked");
        Map<String, String> lacks =
                optimizerFiles("com.acme.lacking", "lacking", "static final Object LATER = new Later();");
        lacks.put("com/acme/lacking/Later.java", "package com.acme.lacking; class Later {}");
        Path root = jars.made("lacks-class.jar", "1", lacks);
        Files.delete(root.resolve("classes/com/acme/lacking/Later.class"));
        ProviderJars.pack(root, folder.resolve("lacks-class.jar"));
    }

    /// Waits for ever, whatever interrupts it, and costs nothing.
    private static final String SLEEP =
            "boolean more = true; while (more) { try { Thread.sleep(1_000_000); } catch (InterruptedException on) {} }";

    private void code(String name, String code, String body) {
        bad(name + ".jar", code);
        String packageName = "com.acme." + name.replace("-", "");
        jars.jar(name + ".jar", "1", optimizerFiles(packageName, name, body));
    }
}

package io.fletching.runtime.jars;

import io.fletching.runtime.jars.JarFault.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// A jar read once into memory: what was hashed is what is looked at and what is loaded, whatever happens to the file,
/// and no file stays open.
public final class Jar {
    /// The largest file that is read.
    public static final long MOST_BYTES = 128L << 20;

    /// The most that the entries of one jar may hold together when they are unpacked.
    public static final long MOST_CONTENT = 256L << 20;

    private static final String VERSIONS = "META-INF/versions/";

    private final Path path;
    private final String sha256;
    private final Attributes manifest;
    private final Map<String, byte[]> entries;

    private Jar(Path path, String sha256, Attributes manifest, Map<String, byte[]> entries) {
        this.path = path;
        this.sha256 = sha256;
        this.manifest = manifest;
        this.entries = entries;
    }

    /// Reads a jar whole. None of its code runs.
    public static Jar read(Path path) throws JarFault {
        byte[] file = file(path);
        Map<String, byte[]> entries = unpack(file);
        Attributes manifest = manifest(entries);
        if (Boolean.parseBoolean(manifest.getValue(Attributes.Name.MULTI_RELEASE))) {
            overlay(entries);
        }
        return new Jar(path, sha256(file), manifest, Collections.unmodifiableMap(entries));
    }

    public Path path() {
        return path;
    }

    /// Of the whole file, in lower-case hexadecimal.
    public String sha256() {
        return sha256;
    }

    /// The main attributes of the manifest, empty where there is none.
    public Attributes manifest() {
        return manifest;
    }

    /// Files by their path, in its order; where the jar has several releases, as this Java sees them.
    public Map<String, byte[]> entries() {
        return entries;
    }

    /// The content of a file, if there is one of this path.
    Optional<byte[]> entry(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    private static byte[] file(Path path) throws JarFault {
        try {
            BasicFileAttributes before = Files.readAttributes(path, BasicFileAttributes.class);
            if (!before.isRegularFile()) {
                throw new JarFault(Reason.UNREADABLE, "It is not a regular file.");
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(path)) {
                bytes = in.readNBytes((int) MOST_BYTES + 1);
            }
            if (bytes.length > MOST_BYTES) {
                throw new JarFault(Reason.TOO_LARGE, "The file is larger than " + mebibytes(MOST_BYTES) + ".");
            }
            BasicFileAttributes after = Files.readAttributes(path, BasicFileAttributes.class);
            if (bytes.length != before.size()
                    || after.size() != before.size()
                    || !after.lastModifiedTime().equals(before.lastModifiedTime())) {
                throw new JarFault(
                        Reason.CHANGED,
                        "The file changed while it was read: " + before.size() + " bytes before, " + bytes.length
                                + " read, " + after.size() + " after.");
            }
            return bytes;
        } catch (IOException failure) {
            throw new JarFault(Reason.UNREADABLE, "The file cannot be read.", failure);
        }
    }

    private static Map<String, byte[]> unpack(byte[] file) throws JarFault {
        int listed = listed(file);
        var entries = new TreeMap<String, byte[]>();
        int count = 0;
        long room = MOST_CONTENT;
        try (var in = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                count++;
                byte[] content = in.readNBytes((int) room + 1);
                room -= content.length;
                if (room < 0) {
                    throw new JarFault(
                            Reason.TOO_LARGE, "Unpacked it holds more than " + mebibytes(MOST_CONTENT) + ".");
                }
                if (!entry.isDirectory() && entries.put(entry.getName(), content) != null) {
                    throw new JarFault(Reason.CORRUPT_JAR, "It holds '" + entry.getName() + "' twice.");
                }
            }
        } catch (IOException | IllegalArgumentException failure) {
            // A name that is no UTF-8 is an IllegalArgumentException.
            throw new JarFault(Reason.CORRUPT_JAR, "It cannot be unpacked.", failure);
        }
        if (listed != 0xFFFF && count != listed) {
            throw new JarFault(
                    Reason.CORRUPT_JAR,
                    "Its table of contents lists " + listed + " entries, and it holds " + count + ".");
        }
        return entries;
    }

    /// How many entries the record at the end of a zip file tells of, 0xFFFF where they are too many for it. A
    /// file that was cut short has no such record.
    private static int listed(byte[] file) throws JarFault {
        int size = 22;
        for (int at = file.length - size; at >= Math.max(0, file.length - size - 0xFFFF); at--) {
            if (file[at] == 'P' && file[at + 1] == 'K' && file[at + 2] == 5 && file[at + 3] == 6) {
                return (file[at + 10] & 0xFF) | (file[at + 11] & 0xFF) << 8;
            }
        }
        throw new JarFault(Reason.CORRUPT_JAR, "It has no end record: it is cut short, or no jar at all.");
    }

    private static Attributes manifest(Map<String, byte[]> entries) throws JarFault {
        byte[] text = entries.get(JarFile.MANIFEST_NAME);
        if (text == null) {
            return new Attributes();
        }
        try {
            return new Manifest(new ByteArrayInputStream(text)).getMainAttributes();
        } catch (IOException | IllegalArgumentException failure) {
            throw new JarFault(Reason.CORRUPT_JAR, "Its manifest cannot be read.", failure);
        }
    }

    /// Lays what is there for this Java, and for older ones, over the files of the same path, the newest last.
    private static void overlay(Map<String, byte[]> entries) {
        for (int release = 9; release <= Runtime.version().feature(); release++) {
            String folder = VERSIONS + release + "/";
            for (var entry : Map.copyOf(entries).entrySet()) {
                if (entry.getKey().startsWith(folder)) {
                    entries.put(entry.getKey().substring(folder.length()), entry.getValue());
                }
            }
        }
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256, which every Java must have.", e);
        }
    }
}

package io.fletching.runtime.jars;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.reflect.AccessFlag;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What can be read from class files without running them.
public final class Bytecode {
    private static final int FIRST = 44;
    private static final int PREVIEW = 0xFFFF;

    /// What a call of a method means that a reader of a jar should know.
    private static final Map<String, String> REACHES = Map.ofEntries(
            Map.entry("java/lang/System.load", "native code"),
            Map.entry("java/lang/System.loadLibrary", "native code"),
            Map.entry("java/lang/Runtime.load", "native code"),
            Map.entry("java/lang/Runtime.loadLibrary", "native code"),
            Map.entry("java/lang/foreign/Linker.downcallHandle", "native code"),
            Map.entry("java/lang/foreign/Linker.upcallStub", "native code"),
            Map.entry("java/lang/foreign/SymbolLookup.libraryLookup", "native code"),
            Map.entry("java/lang/foreign/MemorySegment.reinterpret", "memory of its own choice"),
            Map.entry("java/lang/Runtime.exec", "other programs"),
            Map.entry("java/lang/ProcessBuilder.start", "other programs"),
            Map.entry("java/lang/System.exit", "the end of the process"),
            Map.entry("java/lang/Runtime.halt", "the end of the process"),
            Map.entry("java/lang/Runtime.exit", "the end of the process"));

    /// What the use of a class's members means.
    private static final Map<String, String> USES = Map.of(
            "sun/misc/Unsafe", "memory of its own choice",
            "java/net/Socket", "the network",
            "java/net/ServerSocket", "the network",
            "java/net/http/HttpClient", "the network",
            "java/nio/file/Files", "files",
            "java/io/FileInputStream", "files",
            "java/io/FileOutputStream", "files",
            "java/io/RandomAccessFile", "files",
            "java/lang/Thread", "threads");

    private Bytecode() {}

    /// The first class that this Java cannot run, and what it was compiled for, if there is one:
    /// `com.acme.X is compiled for Java 99`.
    static Optional<String> newer(Jar jar) {
        int newest = Runtime.version().feature();
        for (var entry : jar.entries().entrySet()) {
            byte[] file = entry.getValue();
            if (isClass(entry.getKey(), file)) {
                int feature = number(file, 6) - FIRST;
                boolean preview = number(file, 4) == PREVIEW;
                if (feature > newest || (preview && feature != newest)) {
                    return Optional.of(entry.getKey() + " is compiled for Java " + feature
                            + (preview ? " with preview features" : "") + ", and this is Java " + newest + ".");
                }
            }
        }
        return Optional.empty();
    }

    /// What beside arithmetic the code of a jar mentions: native code, files, the network, other programs,
    /// threads. It is what the bytecode says; reflection hides from it, so that an empty answer proves nothing.
    public static Set<String> reaches(Jar jar) {
        var reached = new TreeSet<String>();
        jar.entries().forEach((name, file) -> {
            if (isClass(name, file)) {
                try {
                    reaches(ClassFile.of().parse(file), reached);
                } catch (IllegalArgumentException broken) {
                    reached.add("classes that cannot be read (" + name + ")");
                }
            }
        });
        return reached;
    }

    private static void reaches(ClassModel type, Set<String> reached) {
        if (type.methods().stream().anyMatch(method -> method.flags().has(AccessFlag.NATIVE))) {
            reached.add("native code");
        }
        for (PoolEntry entry : type.constantPool()) {
            if (entry instanceof MemberRefEntry member) {
                String owner = member.owner().asInternalName();
                String call = REACHES.get(owner + "." + member.name().stringValue());
                String use = USES.get(owner);
                if (call != null) {
                    reached.add(call);
                }
                if (use != null) {
                    reached.add(use);
                }
            }
        }
    }

    private static boolean isClass(String name, byte[] file) {
        return name.endsWith(".class")
                && !name.startsWith("META-INF/")
                && file.length >= 8
                && number(file, 0) == 0xCAFE
                && number(file, 2) == 0xBABE;
    }

    private static int number(byte[] file, int at) {
        return (file[at] & 0xFF) << 8 | (file[at + 1] & 0xFF);
    }
}

package io.fletching.linalg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// OpenBLAS, loaded once for the process from the artifact that carries it, and set to one thread a call.
///
/// @param gemm `cblas_dgemm` where the first argument is true, `cblas_sgemm` where it is false; factors are doubles
/// @param core the model of processor whose loops it chose; its bits depend on it
/// @param config its version and how it was built
@SuppressWarnings("restricted") // native calls are what it is for
record OpenBlasLibrary(MethodHandle gemm, String core, String config) {
    private static final String FOLDER = "org/bytedeco/openblas/linux-x86_64";
    /// In the order of loading: each needs the ones before it.
    private static final List<String> FILES =
            List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0");

    private static final String OTHERWISE = "use the product 'portable' (--matmul portable).";
    private static final String CURE =
            "; put the artifact org.bytedeco:openblas with the classifier linux-x86_64 on the"
                    + " class path (beside the module path too, for as a module it requires others), or " + OTHERWISE;
    private static final FunctionDescriptor SGEMM = gemm(JAVA_FLOAT);
    private static final FunctionDescriptor DGEMM = gemm(JAVA_DOUBLE);

    private static final @Nullable OpenBlasLibrary LOADED;
    // Kept and thrown at each use: an exception from a static initializer would reach the user as a linkage error.
    private static final @Nullable IllegalStateException REFUSAL;

    static {
        OpenBlasLibrary loaded = null;
        IllegalStateException refusal = null;
        try {
            loaded = load(FOLDER);
        } catch (IllegalStateException e) {
            refusal = e;
        }
        LOADED = loaded;
        REFUSAL = refusal;
    }

    static boolean available() {
        return LOADED != null;
    }

    /// @throws IllegalStateException if it cannot be loaded
    static OpenBlasLibrary loaded() {
        if (LOADED == null) {
            throw new IllegalStateException(REFUSAL == null ? "" : REFUSAL.getMessage(), REFUSAL);
        }
        return LOADED;
    }

    static OpenBlasLibrary load(String folder) {
        try {
            SymbolLookup library = unpackAndOpen(folder);
            call(library, "openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT))
                    .invokeExact(1);
            int threads = (int) call(library, "openblas_get_num_threads", FunctionDescriptor.of(JAVA_INT))
                    .invokeExact();
            if (threads != 1) {
                throw new IllegalStateException(
                        "OpenBLAS stays at '" + threads + "' threads a call, where 1 was asked for; " + OTHERWISE);
            }
            String core = string(library, "openblas_get_corename");
            return new OpenBlasLibrary(gemm(library), core, string(library, "openblas_get_config"));
        } catch (IllegalCallerException e) {
            throw new IllegalStateException(
                    "OpenBLAS may not be called: native access is denied; start Java with"
                            + " --enable-native-access=io.fletching.linalg (on the class path: ALL-UNNAMED), or "
                            + OTHERWISE,
                    e);
        } catch (IllegalStateException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("OpenBLAS could not be loaded: '" + e + "'" + CURE, e);
        }
    }

    /// One handle for both: a constant, with a single call that the compiler sees through.
    private static MethodHandle gemm(SymbolLookup library) {
        MethodHandle doubles = call(library, "cblas_dgemm", DGEMM);
        MethodHandle floats = call(library, "cblas_sgemm", SGEMM);
        return MethodHandles.guardWithTest(
                MethodHandles.identity(boolean.class),
                MethodHandles.dropArguments(doubles, 0, boolean.class),
                MethodHandles.dropArguments(
                        MethodHandles.explicitCastArguments(floats, doubles.type()), 0, boolean.class));
    }

    private static FunctionDescriptor gemm(MemoryLayout factor) {
        return FunctionDescriptor.ofVoid(
                JAVA_INT, // row-major or column-major
                JAVA_INT, // op(A)
                JAVA_INT, // op(B)
                JAVA_INT, // m
                JAVA_INT, // n
                JAVA_INT, // k
                factor, // the factor of the product
                ADDRESS, // A
                JAVA_INT, // lda
                ADDRESS, // B
                JAVA_INT, // ldb
                factor, // the factor of C as it was
                ADDRESS, // C
                JAVA_INT); // ldc
    }

    private static String string(SymbolLookup library, String function) throws Throwable {
        AddressLayout text = ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Long.MAX_VALUE, JAVA_BYTE));
        return ((MemorySegment)
                        call(library, function, FunctionDescriptor.of(text)).invokeExact())
                .getString(0);
    }

    private static MethodHandle call(SymbolLookup library, String function, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(function), type);
    }

    /// The files are needed only until they are mapped; in a folder that no one else can write to. They stay mapped as
    /// long as these classes are loaded.
    private static SymbolLookup unpackAndOpen(String folder) throws IOException {
        Path unpacked = Files.createTempDirectory("fletching-openblas-");
        try {
            Arena arena = Arena.ofAuto();
            SymbolLookup last = SymbolLookup.loaderLookup();
            for (String name : FILES) {
                Path file = unpacked.resolve(name);
                try (InputStream in = resource(folder + "/" + name)) {
                    Files.copy(in, file);
                }
                last = open(file, arena);
            }
            return last;
        } finally {
            for (String name : FILES) {
                Files.deleteIfExists(unpacked.resolve(name));
            }
            Files.delete(unpacked);
        }
    }

    private static SymbolLookup open(Path file, Arena arena) {
        try {
            return SymbolLookup.libraryLookup(file, arena);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "OpenBLAS was found, but its file '" + file
                            + "' cannot be loaded here (it needs Linux on x86-64 and a"
                            + " temporary folder, java.io.tmpdir, that allows executable files); "
                            + OTHERWISE,
                    e);
        }
    }

    private static InputStream resource(String path) {
        InputStream in = OpenBlasLibrary.class.getClassLoader().getResourceAsStream(path);
        if (in == null) {
            throw new IllegalStateException("OpenBLAS was not found: there is no resource '" + path + "'" + CURE);
        }
        return in;
    }
}

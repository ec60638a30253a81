import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.concurrent.Callable;

/// An application server: it deploys a program with all its jars in a class loader of its own, runs it on a thread that
/// lives on, undeploys it, and looks whether anything of it is left.
public final class Server {
    private Server() {}

    /// What the context class loader of the thread is while the program runs.
    private enum Context {
        OF_THE_PROGRAM,
        OF_THE_SERVER,
        NONE
    }

    /// Deploys the program in these jars, once with each of these context class loaders: `NONE,OF_THE_SERVER a.jar b.jar`.
    public static void main(String[] arguments) throws Exception {
        var urls = new URL[arguments.length - 1];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = Path.of(arguments[i + 1]).toUri().toURL();
        }
        for (String name : arguments[0].split(",", -1)) {
            Context context = Context.valueOf(name);
            System.out.println("context: " + context);
            WeakReference<ClassLoader> program = deploy(new ParentLast(urls), context);
            System.out.println("left: " + left(program));
        }
    }

    private static WeakReference<ClassLoader> deploy(ParentLast loader, Context context) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(
                switch (context) {
                    case OF_THE_PROGRAM -> loader;
                    case OF_THE_SERVER -> before;
                    case NONE -> null;
                });
        try (loader) {
            Object program = loader.loadClass("com.acme.host.Host").getConstructor().newInstance();
            System.out.print(((Callable<?>) program).call());
        } finally {
            thread.setContextClassLoader(before);
        }
        return new WeakReference<>(loader);
    }

    /// What is left of a program after some collections: its classes, a library that it mapped, or nothing.
    private static String left(WeakReference<?> loader) throws Exception {
        String left = "";
        for (int i = 0; i < 50 && !left.equals("nothing"); i++) {
            System.gc();
            Thread.sleep(20);
            left = loader.get() != null ? "classes" : isMapped() ? "a library" : "nothing";
        }
        return left;
    }

    /// Whether this process still has a library of the program's, where that can be known.
    private static boolean isMapped() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        return Files.exists(maps) && Files.readString(maps).contains("fletching-openblas");
    }

    /// What the program brings goes before what the server has, but for the JDK's own.
    private static final class ParentLast extends URLClassLoader {
        ParentLast(URL[] jars) {
            super("program", jars, Server.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                try {
                    return findClass(name);
                } catch (ClassNotFoundException notBrought) {
                    return super.loadClass(name, resolve);
                }
            }
        }

        @Override
        public URL getResource(String name) {
            URL own = findResource(name);
            return own != null ? own : super.getResource(name);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            var all = new LinkedHashSet<>(Collections.list(findResources(name)));
            all.addAll(Collections.list(super.getResources(name)));
            return Collections.enumeration(all);
        }
    }
}

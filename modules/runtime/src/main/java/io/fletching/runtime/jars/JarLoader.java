package io.fletching.runtime.jars;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ResolvedModule;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Defines the classes of one plugin from its jars in memory. Nothing of it is open, so it needs no closing: it is
/// collected with its classes.
///
/// Under a host of modules the plugin's modules are a layer, and each package comes from the module that is read for
/// it.
/// Under a host on a class path the plugin's classes are in an unnamed module, and the host's classes come first.
public final class JarLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final Map<String, JarModule> modules = new LinkedHashMap<>();
    private final Map<String, JarModule> owners = new HashMap<>();
    private final Map<Jar, ProtectionDomain> domains = new HashMap<>();
    private final boolean layered;
    private volatile Map<String, ClassLoader> read = Map.of();

    private JarLoader(Collection<JarModule> modules, ClassLoader parent, boolean layered) {
        super("plugin", parent);
        this.layered = layered;
        for (JarModule module : modules) {
            this.modules.put(module.descriptor().name(), module);
            module.descriptor().packages().forEach(name -> owners.putIfAbsent(name, module));
            domains.put(module.jar(), domain(module.jar()));
        }
    }

    /// A loader below the host's own, for a host on a class path.
    static JarLoader below(Host host, Collection<JarModule> modules) {
        return new JarLoader(modules, host.loader(), false);
    }

    /// A loader for the modules of a layer.
    static JarLoader ofLayer(ModuleLayer parent, Configuration configuration, Collection<JarModule> modules) {
        var loader = new JarLoader(modules, ClassLoader.getPlatformClassLoader(), true);
        var read = new HashMap<String, ClassLoader>();
        for (ResolvedModule own : configuration.modules()) {
            for (ResolvedModule other : own.reads()) {
                if (other.configuration() != configuration) {
                    ClassLoader source = parent.findLoader(other.name());
                    ClassLoader known = source == null ? ClassLoader.getPlatformClassLoader() : source;
                    visible(other.reference().descriptor(), own.name()).forEach(name -> read.putIfAbsent(name, known));
                }
            }
        }
        loader.read = Map.copyOf(read);
        return loader;
    }

    private static Collection<String> visible(ModuleDescriptor module, String reader) {
        if (module.isAutomatic()) {
            return module.packages();
        }
        return module.exports().stream()
                .filter(each -> !each.isQualified() || each.targets().contains(reader))
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
    }

    /// The module that a class of this loader belongs to.
    public JarModule module(Class<?> type) {
        JarModule module = owners.get(type.getPackageName());
        if (module == null) {
            throw new IllegalArgumentException(type + " is not of this plugin.");
        }
        return module;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!layered) {
            return super.loadClass(name, resolve);
        }
        String packageName = JarModule.packageOf(name);
        if (owners.containsKey(packageName)) {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known == null ? findClass(name) : known;
            }
        }
        ClassLoader source = read.get(packageName);
        return source == null ? super.loadClass(name, resolve) : source.loadClass(name);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        JarModule owner = owners.get(JarModule.packageOf(name));
        Optional<byte[]> file = owner == null ? Optional.empty() : owner.jar().entry(name.replace('.', '/') + ".class");
        if (owner == null || file.isEmpty()) {
            throw new ClassNotFoundException(name);
        }
        byte[] content = file.get();
        return defineClass(name, content, 0, content.length, domains.get(owner.jar()));
    }

    @Override
    protected @Nullable Class<?> findClass(@Nullable String module, String name) {
        try {
            return module == null || modules.containsKey(module) ? loadClass(name, false) : null;
        } catch (ClassNotFoundException notHere) {
            return null;
        }
    }

    @Override
    protected @Nullable URL findResource(@Nullable String module, String name) {
        if (module == null) {
            return findResource(name);
        }
        JarModule owner = modules.get(module);
        return owner == null ? null : url(owner.jar(), name).orElse(null);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        return urls(name).findFirst().orElse(null);
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        return Collections.enumeration(urls(name).toList());
    }

    private Stream<URL> urls(String name) {
        return modules.values().stream().flatMap(module -> url(module.jar(), name).stream());
    }

    /// The address of an entry, which is read from memory and not from the file.
    private static Optional<URL> url(Jar jar, String name) {
        return jar.entry(name).map(content -> {
            try {
                return URL.of(uri(jar, name), new InMemory(content));
            } catch (MalformedURLException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    static URI uri(Jar jar, String name) {
        try {
            return new URI("plugin", jar.path() + "!/" + name, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    private static ProtectionDomain domain(Jar jar) {
        try {
            URL location = jar.path().toUri().toURL();
            return new ProtectionDomain(new CodeSource(location, (Certificate[]) null), null);
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class InMemory extends URLStreamHandler {
        private final byte[] content;

        InMemory(byte[] content) {
            this.content = content;
        }

        @Override
        protected URLConnection openConnection(URL url) throws IOException {
            return new URLConnection(url) {
                @Override
                public void connect() {
                    connected = true;
                }

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(content);
                }

                @Override
                public long getContentLengthLong() {
                    return content.length;
                }
            };
        }
    }
}

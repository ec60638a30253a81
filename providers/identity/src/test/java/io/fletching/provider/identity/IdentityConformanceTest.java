package io.fletching.provider.identity;

import io.fletching.tck.InitializerContract;
import java.util.Set;

class IdentityConformanceTest extends InitializerContract {
    @Override
    protected Identity provider() {
        return new Identity();
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}

module com.acme.host {
    requires io.fletching.data;
    requires io.fletching.nn;
    requires io.fletching.spi;

    exports com.acme.host;
}

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

public class Orders {
    public static void main(String[] arguments) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write("up\n".getBytes());
            exchange.close();
        });
        server.start();
        System.out.println("started as " + System.getenv("SPRING_PROFILES_ACTIVE"));
    }
}

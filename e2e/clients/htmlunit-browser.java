import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.htmlunit.BrowserVersion;
import org.htmlunit.CookieManager;
import org.htmlunit.DefaultPageCreator;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.ScriptException;
import org.htmlunit.WebClient;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.WebWindow;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.javascript.JavaScriptErrorListener;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.htmlunit.HtmlUnitDriver;
import org.openqa.selenium.json.Json;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The browser of the OpenID Foundation's conformance suite: HtmlUnit behind WebDriver, set up and driven as there. It
 * reads one visit a line, as JSON: `url`, `method` (GET or POST), `tasks` as in the suite's configuration, and `fresh`
 * for a browser without cookies. For each it writes a line with the last `url`, `status` and `text`, the script
 * `errors`, the sources of the pages of which a command took `pictures`, and the `failure`, if a task failed.
 */
class HtmlUnitBrowser {
  static final List<String> errors = new ArrayList<>();
  static CookieManager cookies = new CookieManager();

  public static void main(String[] arguments) throws IOException {
    Logger.getLogger("").setLevel(Level.OFF);
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var json = new Json();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Map<String, Object> visit = json.toType(line, Json.MAP_TYPE);
      if (Boolean.TRUE.equals(visit.get("fresh"))) cookies = new CookieManager();
      out.println(json.toJson(new Visit(visit).run()).replaceAll("\\s*\\R\\s*", " "));
    }
    System.exit(0);
  }

  /** One URL of a test, visited in a window of its own; all share the cookies. */
  static class Visit {
    final Map<String, Object> visit;
    final Driver driver = new Driver();
    final List<String> pictures = new ArrayList<>();

    Visit(Map<String, Object> visit) {
      this.visit = visit;
    }

    Map<String, Object> run() {
      errors.clear();
      String failure = null;
      try {
        open((String) visit.get("url"));
        for (Object task : (List<?>) visit.get("tasks")) perform((Map<?, ?>) task);
      } catch (Exception | Error error) {
        failure = String.valueOf(error.getMessage()).lines().findFirst().orElse("") + " (" + error.getClass().getName() + ")";
      }
      var result = new LinkedHashMap<String, Object>();
      result.put("url", driver.getCurrentUrl());
      result.put("status", driver.lastResponse().getStatusCode());
      result.put("text", driver.findElement(By.xpath("//*")).getText());
      result.put("source", driver.getPageSource());
      result.put("errors", List.copyOf(errors));
      result.put("pictures", pictures);
      result.put("failure", failure);
      driver.close();
      return result;
    }

    void open(String url) throws IOException {
      if (!"POST".equals(visit.get("method"))) {
        driver.get(url);
        return;
      }
      var whole = new URL(url);
      var target = new URL(whole.getProtocol(), whole.getHost(), whole.getPort(), whole.getPath());
      var request = new WebRequest(target, HttpMethod.POST);
      request.setAdditionalHeader("Content-Type", "application/x-www-form-urlencoded");
      request.setRequestBody(whole.getQuery());
      driver.getWebClient().getPage(request);
    }

    void perform(Map<?, ?> task) {
      var match = (String) task.get("match");
      if (match != null && !matches(match, driver.getCurrentUrl())) {
        if (Boolean.TRUE.equals(task.get("optional"))) return;
        throw new IllegalStateException("task " + task.get("task") + " expects " + match + ", not " + driver.getCurrentUrl());
      }
      var commands = (List<?>) task.get("commands");
      if (commands == null) return;
      waitFor(10).until(one -> "complete".equals(driver.executeScript("return document.readyState")));
      for (Object command : commands) execute((List<?>) command);
    }

    void execute(List<?> command) {
      var name = (String) command.get(0);
      var kind = (String) command.get(1);
      var target = (String) command.get(2);
      try {
        switch (name) {
          case "click" -> driver.findElement(selector(kind, target)).click();
          case "text" -> {
            WebElement field = driver.findElement(selector(kind, target));
            field.clear();
            field.sendKeys((String) command.get(3));
          }
          case "wait" -> await(kind, target, command);
          case "wait-element-visible" ->
              waitFor(seconds(command)).until(ExpectedConditions.visibilityOfElementLocated(selector(kind, target)));
          case "wait-element-invisible" ->
              waitFor(seconds(command)).until(ExpectedConditions.invisibilityOfElementLocated(selector(kind, target)));
          default -> throw new IllegalArgumentException("unknown command " + name);
        }
      } catch (NoSuchElementException error) {
        if (!"optional".equals(command.get(command.size() - 1))) throw error;
      }
    }

    void await(String kind, String target, List<?> command) {
      WebDriverWait waiting = waitFor(seconds(command));
      if (kind.equals("contains")) waiting.until(ExpectedConditions.urlContains(target));
      else if (kind.equals("match")) waiting.until(ExpectedConditions.urlMatches(target));
      else if (command.size() < 5) waiting.until(ExpectedConditions.presenceOfElementLocated(selector(kind, target)));
      else {
        var text = Pattern.compile((String) command.get(4));
        waiting.until(ExpectedConditions.textMatches(selector(kind, target), text));
        if (command.size() > 5) pictures.add(driver.getPageSource());
      }
    }

    WebDriverWait waitFor(int seconds) {
      return new WebDriverWait(driver, Duration.ofSeconds(seconds), Duration.ofMillis(100));
    }

    static int seconds(List<?> command) {
      return ((Number) command.get(3)).intValue();
    }

    static By selector(String kind, String value) {
      return switch (kind) {
        case "id" -> By.id(value);
        case "name" -> By.name(value);
        case "xpath" -> By.xpath(value);
        case "css" -> By.cssSelector(value);
        case "class" -> By.className(value);
        default -> throw new IllegalArgumentException("unknown selector " + kind);
      };
    }

    /** A star stands for any text. */
    static boolean matches(String pattern, String url) {
      return url.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
    }
  }

  static class Driver extends HtmlUnitDriver {
    Driver() {
      super(true);
    }

    WebResponse lastResponse() {
      return getCurrentWindow().lastPage().getWebResponse();
    }

    @Override
    protected WebClient newWebClient(BrowserVersion version) {
      return new WebClient(version);
    }

    @Override
    protected WebClient modifyWebClient(WebClient client) {
      client.setPageCreator(new EverythingIsHtml());
      client.setCookieManager(cookies);
      client.getOptions().setThrowExceptionOnScriptError(false);
      client.setJavaScriptErrorListener(new ErrorList());
      return client;
    }
  }

  static class EverythingIsHtml extends DefaultPageCreator {
    @Override
    public Page createPage(WebResponse response, WebWindow window) throws IOException {
      return createHtmlPage(response, window);
    }
  }

  static class ErrorList implements JavaScriptErrorListener {
    @Override
    public void scriptException(HtmlPage page, ScriptException exception) {
      errors.add(page.getUrl() + ": " + exception.getMessage());
    }

    @Override
    public void timeoutError(HtmlPage page, long allowed, long taken) {
      errors.add(page.getUrl() + ": a script ran for " + taken + " ms");
    }

    @Override
    public void malformedScriptURL(HtmlPage page, String url, MalformedURLException exception) {
      errors.add(page.getUrl() + ": no script can be at " + url);
    }

    @Override
    public void loadScriptError(HtmlPage page, URL url, Exception exception) {
      errors.add(page.getUrl() + ": no script was loaded from " + url);
    }

    @Override
    public void warn(String message, String source, int line, String code, int column) {
      errors.add(source + ":" + line + ": " + message);
    }
  }
}

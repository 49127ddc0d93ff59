import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Set;

/**
 * Verifies JWT access tokens (RFC 9068) with Nimbus JOSE+JWT.
 *
 * <p>Verify ISSUER AUDIENCE SCOPE reads a token from each line and prints the status that an API would respond with.
 */
public class Verify {
  /** No HS256: the public key would count as the secret. */
  private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256, JWSAlgorithm.PS256);

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  Verify(String issuer, String audience) throws Exception {
    // Keeps the keys in memory, and fetches them again for a key that it does not know, at most every 30 seconds.
    var keys = JWKSourceBuilder.create(URI.create(issuer + "/jwks").toURL()).build();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    // An ID token has the same issuer and keys, but another type.
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    var claims = new DefaultJWTClaimsVerifier<SecurityContext>(
        audience,
        new JWTClaimsSet.Builder().issuer(issuer).build(),
        Set.of("exp", "sub", "client_id", "iat", "jti"));
    claims.setMaxClockSkew(5);
    processor.setJWTClaimsSetVerifier(claims);
  }

  /** Returns the claims of a token that is valid for this API and has the scope. */
  JWTClaimsSet verify(String token, String scope) throws Refused {
    JWTClaimsSet claims;
    String granted;
    try {
      claims = processor.process(token, null);
      granted = claims.getStringClaim("scope");
    } catch (KeySourceException error) {
      throw new Refused(503, "the keys of the issuer cannot be fetched");
    } catch (ParseException | BadJOSEException | JOSEException error) {
      throw new Refused(401, "invalid_token: " + error.getMessage());
    }
    if (claims.getClaim("cnf") != null) {
      throw new Refused(401, "invalid_token: the token is bound to a key, which a bearer token does not prove");
    }
    if (granted == null || !Arrays.asList(granted.split(" ")).contains(scope)) {
      throw new Refused(403, "insufficient_scope: " + scope);
    }
    return claims;
  }

  static class Refused extends Exception {
    final int status;

    Refused(int status, String reason) {
      super(reason);
      this.status = status;
    }
  }

  public static void main(String[] args) throws Exception {
    var guard = new Verify(args[0], args[1]);
    var lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      try {
        System.out.println("200 " + guard.verify(line.strip(), args[2]).getSubject());
      } catch (Refused refused) {
        System.out.println(refused.status + " " + refused.getMessage());
      }
    }
  }
}

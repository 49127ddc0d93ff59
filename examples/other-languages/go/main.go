// Verifies JWT access tokens (RFC 9068) with golang-jwt and keyfunc.
//
// verify ISSUER AUDIENCE SCOPE reads a token from each line and prints the status that an API would respond with.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
)

type claims struct {
	jwt.RegisteredClaims
	ClientID     string         `json:"client_id"`
	Scope        string         `json:"scope"`
	Confirmation map[string]any `json:"cnf"`
}

var errScope = errors.New("insufficient_scope")

type guard struct {
	keys   keyfunc.Keyfunc
	parser *jwt.Parser
}

func newGuard(ctx context.Context, issuer, audience string) (*guard, error) {
	// Keeps the keys in memory, and fetches them again for a key that it does not know.
	keys, err := keyfunc.NewDefaultCtx(ctx, []string{issuer + "/jwks"})
	if err != nil {
		return nil, err
	}
	parser := jwt.NewParser(
		jwt.WithValidMethods([]string{"ES256", "RS256", "PS256", "EdDSA"}), // no HS256: the public key would count as the secret
		jwt.WithIssuer(issuer),
		jwt.WithAudience(audience),
		jwt.WithExpirationRequired(),
		jwt.WithLeeway(5*time.Second),
	)
	return &guard{keys, parser}, nil
}

// verify returns the claims of a token that is valid for this API and has the scope.
func (g *guard) verify(text, scope string) (*claims, error) {
	var found claims
	token, err := g.parser.ParseWithClaims(text, &found, g.keys.Keyfunc)
	if err != nil {
		return nil, err
	}
	// An ID token has the same issuer and keys, but another type.
	if typ, _ := token.Header["typ"].(string); !strings.EqualFold(typ, "at+jwt") {
		return nil, errors.New("typ is not at+jwt")
	}
	if found.Subject == "" || found.ClientID == "" || found.ID == "" || found.IssuedAt == nil {
		return nil, errors.New("a required claim is missing")
	}
	if found.Confirmation != nil {
		return nil, errors.New("the token is bound to a key, which a bearer token does not prove")
	}
	if !slices.Contains(strings.Split(found.Scope, " "), scope) {
		return nil, errScope
	}
	return &found, nil
}

func main() {
	issuer, audience, scope := os.Args[1], os.Args[2], os.Args[3]
	g, err := newGuard(context.Background(), issuer, audience)
	if err != nil {
		fmt.Println(503, err)
		os.Exit(1)
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		switch found, err := g.verify(lines.Text(), scope); {
		case err == nil:
			fmt.Println(200, found.Subject)
		case errors.Is(err, errScope):
			fmt.Println(403, err)
		default:
			fmt.Printf("401 invalid_token: %q\n", err)
		}
	}
}

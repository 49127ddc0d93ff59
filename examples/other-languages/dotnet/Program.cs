// Verifies JWT access tokens (RFC 9068) with ASP.NET Core and Microsoft.IdentityModel.
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

var builder = WebApplication.CreateBuilder(args);
var issuer = builder.Configuration["Issuer"]!;

builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
{
    // Loads the keys through the metadata of the issuer, keeps them, and fetches them again for a key that it does not know.
    options.Authority = issuer;
    options.RequireHttpsMetadata = !issuer.StartsWith("http://localhost");
    options.MapInboundClaims = false;
    options.TokenValidationParameters = new TokenValidationParameters
    {
        ValidIssuer = issuer,
        ValidAudience = builder.Configuration["Audience"],
        ValidTypes = ["at+jwt"], // an ID token has the same issuer and keys, but another type
        ValidAlgorithms = ["ES256", "RS256", "PS256"], // no HS256: the public key would count as the secret
        RequireExpirationTime = true,
        ClockSkew = TimeSpan.FromSeconds(5),
    };
    options.Events = new JwtBearerEvents
    {
        OnTokenValidated = context =>
        {
            if (context.Principal!.HasClaim(claim => claim.Type == "cnf"))
                context.Fail("the token is bound to a key, which a bearer token does not prove");
            return Task.CompletedTask;
        },
    };
});

// scope is one text of names with spaces between them, so RequireClaim("scope", "read") would not find a name in it.
builder.Services.AddAuthorization(options => options.AddPolicy("read", policy => policy.RequireAssertion(context =>
    context.User.FindFirst("scope")?.Value.Split(' ').Contains("read") ?? false)));

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.MapGet("/contacts", (HttpContext context) => new { owner = context.User.FindFirst("sub")!.Value })
    .RequireAuthorization("read");
app.Run();

using CharityLink.Web.Giving.Account;
using CharityLink.Web.Hosting;
using CharityLink.Web.Mail;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CharityLink.Web.Accounts;

/// <summary>Sign-in: ASP.NET Core Identity over our own tables, cookies that survive a restart and are read by every node.</summary>
internal static class AccountServices
{
    private const int PasswordLengthMin = 10;
    private const int WrongPasswordsMax = 5;
    private static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SignedInFor = TimeSpan.FromHours(8);
    private static readonly TimeSpan StampCheckedEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LinksHoldFor = TimeSpan.FromHours(2);

    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddDbContextPool<AccountsDb>((provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddScoped<IUserValidator<Account>, AccountShape>();
        services.AddIdentityCore<Account>(Rules).AddEntityFrameworkStores<AccountsDb>().AddSignInManager().AddDefaultTokenProviders();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies(cookies =>
            cookies.ApplicationCookie!.Configure(cookie =>
            {
                cookie.Cookie.Name = "charitylink";
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                cookie.ExpireTimeSpan = SignedInFor;
                cookie.SlidingExpiration = true;
            }));
        services.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = StampCheckedEvery);
        services.Configure<DataProtectionTokenProviderOptions>(links => links.TokenLifespan = LinksHoldFor);
        services.AddDataProtection().SetApplicationName("CharityLink");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            keys => keys.XmlRepository = new KeyTable(provider.GetRequiredService<NpgsqlDataSource>())));
        services.AddAntiforgery(forms => (forms.Cookie.Name, forms.Cookie.SecurePolicy, forms.FormFieldName) = ("form", CookieSecurePolicy.SameAsRequest, "_form"));
        services.AddScoped<AccountDirectory>().AddSingleton<PasswordLinks>().AddSingleton<IMailKind>(provider => provider.GetRequiredService<PasswordLinks>()).AddScoped<Invitations>();
        return services;
    }

    // Length is what makes a password hard; forced signs only make it hard to remember.
    private static void Rules(IdentityOptions rules)
    {
        rules.User.RequireUniqueEmail = true;
        rules.Lockout.MaxFailedAccessAttempts = WrongPasswordsMax;
        rules.Lockout.DefaultLockoutTimeSpan = LockedFor;
        rules.Password.RequiredLength = PasswordLengthMin;
        rules.Password.RequiredUniqueChars = PasswordLengthMin / 2;
        (rules.Password.RequireDigit, rules.Password.RequireLowercase) = (false, false);
        (rules.Password.RequireUppercase, rules.Password.RequireNonAlphanumeric) = (false, false);
    }
}

using System.Security.Cryptography;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Web.Accounts;
using CharityLink.Web.Hosting;
using MediatR;
using Microsoft.AspNetCore.Identity;

namespace CharityLink.Web.Demo;

/// <summary>One account per role at a fitting organisation, and for the federation a second one. The password is random per installation: a known one would be an open door.</summary>
public static class DemoAccounts
{
    private const string FileName = "demo-logins.txt";
    private const string Domain = "@demo.charitylink.example";
    private const string County = "440703";

    private sealed record DemoAccount(string Key, string Name, Role Role, string OrganisationKey, DivisionCode Division)
    {
        public string Email => Key + Domain;
    }

    /// <summary>Makes the accounts and their appointments; safe to call again.</summary>
    public static async Task Load(IServiceProvider services, Action<string> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var wanted = All(services.GetRequiredService<Divisions>()).ToList();
        progress($"{wanted.Count} demonstration accounts");
        var password = Password(services.GetRequiredService<IConfiguration>(), wanted);
        foreach (var account in wanted)
        {
            await using var scope = services.CreateAsyncScope();
            await Make(scope.ServiceProvider, account, password);
            await Appoint(scope.ServiceProvider, account, ct);
        }
    }

    /// <summary>Tells whoever started the program how to sign in.</summary>
    public static void PrintLogins(IConfiguration settings, Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(say);
        var path = Path.Combine(Installation.Folder(settings), FileName);
        if (File.Exists(path))
        {
            say($"Demonstration logins ({path}):");
            foreach (var line in File.ReadLines(path))
            {
                say("  " + line);
            }
        }
    }

    private static IEnumerable<DemoAccount> All(Divisions divisions)
    {
        var bodies = DemoBodies.Of(divisions).ToList();
        var branch = bodies.First(b => b.Kind == OrganisationKind.TownBranch && b.Division.Value.StartsWith(County, StringComparison.Ordinal));
        var station = bodies.First(b => b.Kind == OrganisationKind.VillageStation && b.Division.Value.StartsWith(branch.Division.Value, StringComparison.Ordinal));
        yield return new("admin", "陈演示 Demo Administrator", Role.Administrator, "jmcf", divisions.City.Code);
        yield return new("officer", "李演示 Demo Officer", Role.FederationOfficer, County, DivisionCode.Parse(County));
        // Money that moves needs a second person.
        yield return new("colleague", "吴演示 Demo Colleague", Role.FederationOfficer, County, DivisionCode.Parse(County));
        yield return new("charity", "黄演示 Demo Charity", Role.CharityOfficer, "haojue", divisions.City.Code);
        yield return new("town", "梁演示 Demo Town", Role.TownWorker, branch.Key, branch.Division);
        yield return new("village", "何演示 Demo Village", Role.VillageWorker, station.Key, station.Division);
        yield return new("auditor", "周演示 Demo Auditor", Role.Auditor, "jmcf", divisions.City.Code);
    }

    private static async Task Make(IServiceProvider services, DemoAccount wanted, string password)
    {
        var accounts = services.GetRequiredService<UserManager<Account>>();
        var id = DemoId.Of("account:" + wanted.Key);
        var account = await accounts.FindByIdAsync(id.ToString());
        if (account is null)
        {
            account = new Account { Id = id, UserName = wanted.Email, Email = wanted.Email, EmailConfirmed = true, DisplayName = wanted.Name };
            Check(await accounts.CreateAsync(account, password));
        }
        else if (!await accounts.CheckPasswordAsync(account, password))
        {
            // The file with the passwords was lost while loading: the new one holds.
            Check(await accounts.ResetPasswordAsync(account, await accounts.GeneratePasswordResetTokenAsync(account), password));
        }
    }

    private static async Task Appoint(IServiceProvider services, DemoAccount wanted, CancellationToken ct)
    {
        services.GetRequiredService<CommandContext>().Caller = Caller.System;
        var outcome = await services.GetRequiredService<IMediator>().Send(new AppointStaff(
            DemoId.Of("appoint:" + wanted.Key), DemoId.Of("appointment:" + wanted.Key), DemoId.Of("account:" + wanted.Key), wanted.Role,
            DemoId.Of("org:" + wanted.OrganisationKey), wanted.Division), ct);
        if (!outcome.IsDone)
        {
            throw new InvalidOperationException($"{wanted.Email} could not be appointed: {outcome.Refusals[0].Code}.");
        }
    }

    private static string Password(IConfiguration settings, IReadOnlyList<DemoAccount> wanted)
    {
        var path = Path.Combine(Directory.CreateDirectory(Installation.Folder(settings)).FullName, FileName);
        if (File.Exists(path) && File.ReadLines(path).FirstOrDefault()?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var known, ..])
        {
            return known;
        }

        const string readable = "abcdefghjkmnpqrstuvwxyz23456789";
        var password = string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString(readable, 5)));
        File.WriteAllLines(path, wanted.Select(account => $"{account.Email,-38} {password}  {account.Role}"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return password;
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"A demonstration account could not be made: {result}.");
        }
    }
}

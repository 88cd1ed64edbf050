using System.Security.Cryptography;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Testing;
using Npgsql;

namespace CharityLink.Tests.People;

/// <summary>Gifts of one e-mail address are told to be of one giver, until that giver is forgotten.</summary>
public sealed class ContactTests : IAsyncLifetime
{
    private static readonly byte[] _master = RandomNumberGenerator.GetBytes(32);
    private TestDatabase? database;
    private NpgsqlDataSource? source;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.Create();
        source = NpgsqlDataSource.Create(database.ConnectionString);
        await PeopleSchema.Create(source, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await source!.DisposeAsync(); // Set before the test runs.
        await database!.DisposeAsync();
    }

    [Theory]
    [InlineData("mei@example.org", "mei@example.org")]
    [InlineData("mei@example.org", " Mei@Example.ORG ")]
    [InlineData("mei@example.org", "mei+second@example.org")]
    [InlineData("mei@example.org", "ｍｅｉ@example.org")]
    public async Task One_mailbox_is_one_giver_however_it_is_written(string once, string again) => Assert.Equal(await Giver(once), await Giver(again));

    [Fact]
    public async Task Another_mailbox_is_another_giver() => Assert.NotEqual(await Giver("mei@example.org"), await Giver("ming@example.org"));

    [Fact]
    public async Task A_name_alone_tells_nobody_from_another() => Assert.Null(await Giver(null));

    [Fact]
    public async Task The_same_form_again_is_the_same_giver()
    {
        using var vault = Open(_master);
        var (person, fields) = (new PersonId(Guid.CreateVersion7()), new PersonFields("陈美玲", "mei@example.org"));
        var first = await vault.Remember(person, fields, Ct);
        Assert.Equal(new Kept(Remembered.Same, first.Giver), await vault.Remember(person, fields, Ct));
    }

    [Fact]
    public async Task Two_hundred_gifts_at_once_from_few_mailboxes_are_of_few_givers()
    {
        using var vault = Open(_master);
        var kept = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => vault.Remember(new(Guid.CreateVersion7()), new PersonFields($"人{i}", $"m{i % 7}@example.org"), Ct)));
        Assert.Equal(7, kept.Select(one => one.Giver).Distinct().Count());
    }

    [Fact]
    public async Task A_contact_stays_while_somebody_uses_it()
    {
        using var vault = Open(_master);
        var one = new PersonId(Guid.CreateVersion7());
        var giver = (await vault.Remember(one, new("陈", "mei@example.org"), Ct)).Giver;
        Assert.Equal(giver, await Giver("mei@example.org"));
        await vault.Forget(one, Ct);
        Assert.Equal(giver, await Giver("mei@example.org"));
    }

    [Fact]
    public async Task Nothing_leads_from_a_forgotten_address_to_a_giver()
    {
        using var vault = Open(_master);
        var person = new PersonId(Guid.CreateVersion7());
        var giver = (await vault.Remember(person, new("陈", "only@example.org"), Ct)).Giver;
        await vault.Forget(person, Ct);
        Assert.NotEqual(giver, await Giver("only@example.org"));
    }

    [Fact]
    public async Task A_new_master_key_changes_no_giver()
    {
        var giver = await Giver("mei@example.org");
        using var vault = new Vault(source!, new MasterKeys(RandomNumberGenerator.GetBytes(32), _master)); // Set before the test runs.
        Assert.Equal(giver, (await vault.Remember(new(Guid.CreateVersion7()), new("陈", "mei@example.org"), Ct)).Giver);
    }

    private async Task<PersonId?> Giver(string? email)
    {
        using var vault = Open(_master);
        return (await vault.Remember(new(Guid.CreateVersion7()), new PersonFields("陈美玲", email), Ct)).Giver;
    }

    private Vault Open(byte[] master) => new(source!, new MasterKeys(master)); // Set before the test runs.
}

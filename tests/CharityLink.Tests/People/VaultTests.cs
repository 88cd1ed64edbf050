using System.Security.Cryptography;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Testing;
using Dapper;
using Npgsql;

namespace CharityLink.Tests.People;

/// <summary>Who people are: kept once, read only with the keys, gone when forgotten.</summary>
public sealed class VaultTests : IAsyncLifetime
{
    private static readonly byte[] _master = RandomNumberGenerator.GetBytes(32);
    private static readonly PersonFields _chen = new("陈美玲", "mei@example.org", "13800000000");
    private TestDatabase? database;
    private NpgsqlDataSource? source;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private NpgsqlDataSource Source => source!; // Set before the test runs.

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.Create("people", async connection =>
        {
            await using var template = NpgsqlDataSource.Create(connection);
            await PeopleSchema.Create(template, CancellationToken.None);
            await PeopleSchema.Create(template, CancellationToken.None);
        });
        source = NpgsqlDataSource.Create(database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await database!.DisposeAsync(); // Set before the test runs.
    }

    [Fact]
    public async Task A_person_is_kept_and_read_back()
    {
        var (vault, person) = (Open(_master), NewPerson());
        Assert.Equal(Remembered.New, (await vault.Remember(person, _chen, Ct)).How);
        Assert.Equal(_chen, await vault.Read(person, Ct));
    }

    [Fact]
    public async Task The_same_person_again_changes_nothing()
    {
        var (vault, person) = (Open(_master), NewPerson());
        await vault.Remember(person, _chen, Ct);
        Assert.Equal(Remembered.Same, (await vault.Remember(person, _chen, Ct)).How);
    }

    [Fact]
    public async Task Another_person_under_the_same_id_is_told_apart_and_not_kept()
    {
        var (vault, person) = (Open(_master), NewPerson());
        await vault.Remember(person, _chen, Ct);
        Assert.Equal(Remembered.Other, (await vault.Remember(person, _chen with { Name = "李四" }, Ct)).How);
        Assert.Equal(_chen, await vault.Read(person, Ct));
    }

    [Fact]
    public async Task Twenty_at_once_keep_one()
    {
        var (vault, person) = (Open(_master), NewPerson());
        var told = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => vault.Remember(person, _chen, Ct)));
        Assert.Equal(1, told.Count(answer => answer.How == Remembered.New));
        Assert.Equal(19, told.Count(answer => answer.How == Remembered.Same));
    }

    [Fact]
    public async Task Many_at_once_are_all_kept_each_under_a_key_of_their_own()
    {
        var vault = Open(_master);
        var people = Enumerable.Range(0, 600).ToDictionary(_ => NewPerson(), i => new PersonFields($"人{i}"));
        Assert.All(await Task.WhenAll(people.Select(one => vault.Remember(one.Key, one.Value, Ct))), told => Assert.Equal(Remembered.New, told.How));
        Assert.Equal(people, await vault.Read(people.Keys, Ct));
    }

    [Fact]
    public async Task When_the_database_does_not_answer_everybody_who_waits_is_told()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Timeout=2");
        var vault = new Vault(nowhere, new MasterKeys(_master));
        var told = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => await Record.ExceptionAsync(() => vault.Remember(NewPerson(), _chen, Ct))));
        Assert.All(told, fault => Assert.IsType<NpgsqlException>(fault, exactMatch: false));
    }

    [Fact]
    public async Task A_forgotten_person_cannot_be_read_nor_brought_back()
    {
        var (vault, person) = (Open(_master), NewPerson());
        await vault.Remember(person, _chen, Ct);
        await vault.Forget(person, Ct);
        await vault.Forget(person, Ct);

        Assert.Null(await vault.Read(person, Ct));
        Assert.Equal(Remembered.Other, (await vault.Remember(person, _chen, Ct)).How);
        Assert.Null(await vault.Read(person, Ct));
        await using var connection = await Source.OpenConnectionAsync(Ct);
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from people.person_key where person_id = @Value", person));
    }

    [Fact]
    public async Task Nothing_of_a_person_stands_readable_in_the_database()
    {
        var person = NewPerson();
        await Open(_master).Remember(person, _chen, Ct);
        await using var connection = await Source.OpenConnectionAsync(Ct);
        var rows = await connection.QueryAsync<string>(
            "select encode(sealed, 'escape') from people.person where id = @Value union all select encode(wrapped, 'escape') from people.person_key where person_id = @Value", person);
        Assert.All(rows, row => Assert.DoesNotContain("mei", row, StringComparison.Ordinal));
        Assert.Equal(2, rows.Count());
    }

    [Fact]
    public async Task Another_master_key_opens_nothing_and_says_which_is_needed()
    {
        var person = NewPerson();
        await Open(_master).Remember(person, _chen, Ct);
        var lost = await Assert.ThrowsAsync<InvalidOperationException>(() => Open(new byte[32]).Read(person, Ct));
        Assert.Contains(new MasterKeys(_master).CurrentId, lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_earlier_master_key_still_opens()
    {
        var person = NewPerson();
        await Open(_master).Remember(person, _chen, Ct);
        Assert.Equal(_chen, await new Vault(Source, new MasterKeys(new byte[32], _master)).Read(person, Ct));
    }

    [Fact]
    public async Task A_row_put_in_another_persons_place_does_not_open()
    {
        var (vault, one, two) = (Open(_master), NewPerson(), NewPerson());
        await vault.Remember(one, _chen, Ct);
        await vault.Remember(two, _chen with { Name = "李四" }, Ct);
        await using var connection = await Source.OpenConnectionAsync(Ct);
        await connection.ExecuteAsync(
            """
            update people.person set sealed = (select sealed from people.person where id = @one) where id = @two;
            update people.person_key set wrapped = (select wrapped from people.person_key where person_id = @one) where person_id = @two
            """, new { one = one.Value, two = two.Value });
        await Assert.ThrowsAnyAsync<CryptographicException>(() => vault.Read(two, Ct));
    }

    [Fact]
    public void What_a_person_is_never_prints_itself() => Assert.Equal("PersonFields", _chen.ToString());

    private static PersonId NewPerson() => new(Guid.CreateVersion7());

    private Vault Open(byte[] master) => new(Source, new MasterKeys(master));
}

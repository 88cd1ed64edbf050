using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Tests.Giving;
using Microsoft.Extensions.Logging.Abstractions;

namespace CharityLink.Tests.People;

/// <summary>Whom nothing names is cleared away; whom anything names, or may be about to, stays.</summary>
public sealed class PersonSweepTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Vault Vault => world.Get<Vault>();

    [Fact]
    public async Task Whom_nothing_names_goes_after_two_days_with_the_contact_and_not_before()
    {
        await world.Cause();
        var (old, young) = (await Kept("old@example.org"), await Kept("young@example.org"));
        await Age(old, PersonSweep.WaitsFor + TimeSpan.FromMinutes(5));
        await Age(young, PersonSweep.WaitsFor - TimeSpan.FromMinutes(5));

        await Sweep();

        Assert.Equal((false, true), (await IsThere(old), await IsThere(young)));
        Assert.Null(await world.Get<GiverPersons>().Giver("old@example.org", Ct));
        Assert.NotNull(await world.Get<GiverPersons>().Giver("young@example.org", Ct));
        Assert.Equal(0L, await Count("select count(*) from people.person_key where person_id = $1", old));
        // As if never written: the form that comes after all finds its place.
        Assert.Equal(Remembered.New, (await Vault.Remember(old, new PersonFields("陈美玲", "old@example.org"), Ct)).How);
    }

    [Fact]
    public async Task Whom_a_fact_names_stays_for_ever_and_is_not_looked_for_again()
    {
        var cause = await world.Cause();
        var (donor, giver, pledger) = (await Kept("donor@example.org"), await Kept("giver@example.org"), await Kept());
        var gift = GivingWorld.Asking(cause, donor: donor) with { GiverId = await Vault.GiverOf(giver, Ct) };
        Assert.Empty((await world.Send(gift)).Refusals);
        Assert.Empty((await world.Send(new MakePledge(
            Guid.CreateVersion7(), Guid.CreateVersion7(), CauseChoice.Of(cause), Money.Cny(90_00), pledger, false, new PledgeSchedule("once", 1, Pledge.DayOf(TimeProvider.System.GetUtcNow())), false, "en",
            TimeProvider.System.GetUtcNow()))).Refusals);
        foreach (var one in new[] { donor, giver, pledger })
        {
            await Age(one, TimeSpan.FromDays(4000));
        }

        await Sweep();

        Assert.Equal((true, true, true), (await IsThere(donor), await IsThere(giver), await IsThere(pledger)));
        Assert.Equal((1L, 0L, 1L), (await Named(donor), await Named(giver), await Named(pledger)));
    }

    [Fact]
    public async Task Whom_anything_beside_the_log_names_stays()
    {
        await world.Cause();
        var (mail, list, fact, account, nobody) = (await Kept(), await Kept(), await Kept(), await Kept("account@example.org"), await Kept());
        await Run(
            """
            create schema beside;
            create table beside.mail (person_id uuid); create table beside.list (persons uuid[]); create table beside.fact (facts jsonb); create table beside.account (giver_id uuid)
            """);
        await Run("insert into beside.mail values ($1)", mail.Value);
        await Run("insert into beside.list values (array[$1])", list.Value);
        await Run("insert into beside.fact values (jsonb_build_object('who', jsonb_build_array($1::uuid)))", fact.Value);
        await Run("insert into beside.account select giver_id from people.person where id = $1", account.Value);
        foreach (var one in new[] { mail, list, fact, account, nobody })
        {
            await Age(one, TimeSpan.FromDays(30));
        }

        // Two at a time: those that stay are in nobody's way.
        await Sweep(2);

        Assert.Equal((true, true, true, true, false), (await IsThere(mail), await IsThere(list), await IsThere(fact), await IsThere(account), await IsThere(nobody)));
        Assert.Equal(0, await Named(mail));
        Assert.NotNull(await world.Get<GiverPersons>().Giver("account@example.org", Ct));
    }

    [Fact]
    public async Task Who_is_taken_in_hand_again_is_young_again_and_a_mailbox_stays_with_others_of_it()
    {
        await world.Cause();
        var (again, gone, other) = (await Kept("again@example.org"), await Kept("shared@example.org"), await Kept("shared@example.org"));
        await Age(again, TimeSpan.FromDays(30));
        await Age(gone, TimeSpan.FromDays(30));
        Assert.Equal(Remembered.Same, (await Vault.Remember(again, new PersonFields("陈美玲", "again@example.org"), Ct)).How);

        await Sweep();

        Assert.Equal((true, false, true), (await IsThere(again), await IsThere(gone), await IsThere(other)));
        Assert.NotNull(await world.Get<GiverPersons>().Giver("shared@example.org", Ct));
    }

    private async Task<PersonId> Kept(string? email = null)
    {
        var person = new PersonId(Guid.CreateVersion7());
        Assert.Equal(Remembered.New, (await Vault.Remember(person, new PersonFields("陈美玲", email), Ct)).How);
        return person;
    }

    private async Task Sweep(int atOnce = 1000)
    {
        using var sweep = new PersonSweep(world.Get<UnnamedPersons>(), world.Store, TimeProvider.System, NullLogger<PersonSweep>.Instance);
        await sweep.Once(atOnce, Ct);
        Assert.Equal(0, await sweep.Once(atOnce, Ct));
    }

    private Task Age(PersonId person, TimeSpan age) => Run("update people.person set taken_at = now() - $2 where id = $1", person.Value, age);

    private async Task<bool> IsThere(PersonId person) => await Vault.Read(person, Ct) is not null;

    private Task<long> Named(PersonId person) => Count("select count(*) from people.person where id = $1 and is_named", person);

    private async Task<long> Count(string sql, PersonId person)
    {
        await using var command = world.Database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = person.Value });
        return await command.ExecuteScalarAsync(Ct) as long? ?? -1;
    }

    private async Task Run(string sql, params object[] values)
    {
        await using var command = world.Database.CreateCommand(sql);
        command.Parameters.AddRange(values.Select(value => new Npgsql.NpgsqlParameter { Value = value }).ToArray());
        await command.ExecuteNonQueryAsync(Ct);
    }
}

/// <summary>A database that was lost and not put back yet names nobody.</summary>
public sealed class PersonSweepOfEmptyLogTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    [Fact]
    public async Task Beside_a_log_without_a_word_nobody_is_cleared_away()
    {
        var (ct, person) = (TestContext.Current.CancellationToken, new PersonId(Guid.CreateVersion7()));
        await world.Get<Vault>().Remember(person, new PersonFields("陈美玲"), ct);
        await using (var old = world.Database.CreateCommand("update people.person set taken_at = now() - interval '30 days'"))
        {
            await old.ExecuteNonQueryAsync(ct);
        }

        using var sweep = new PersonSweep(world.Get<UnnamedPersons>(), world.Store, TimeProvider.System, NullLogger<PersonSweep>.Instance);
        Assert.Equal(0, await sweep.Once(10, ct));
        Assert.NotNull(await world.Get<Vault>().Read(person, ct));
    }
}

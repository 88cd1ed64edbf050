using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using CharityLink.Kernel;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Tests.Kernel;

/// <summary>What holds for each command there is: it passes the whole pipeline, and another wish under its id is told from the same one sent again.</summary>
public sealed class EveryCommandTests(World world) : IClassFixture<World>
{
    public static TheoryData<Type> All { get; } =
        [.. typeof(ICommand).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(ICommand))).OrderBy(type => type.Name, StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task It_passes_the_whole_pipeline(Type command)
    {
        await using var scope = world.Services.CreateAsyncScope();
        var passed = scope.ServiceProvider.GetServices(typeof(IPipelineBehavior<,>).MakeGenericType(command, typeof(Outcome))).Select(behaviour => behaviour!.GetType().GetGenericTypeDefinition());
        Assert.Equal([typeof(Trace<,>), typeof(Authorise<,>), typeof(Validate<,>), typeof(OnceOnly<,>), typeof(RetryOnConflict<,>)], passed);
        Assert.Single(scope.ServiceProvider.GetServices(typeof(IRequestHandler<,>).MakeGenericType(command, typeof(Outcome))));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Another_wish_is_told_from_the_same_one_sent_again_later(Type command)
    {
        var asked = new Wish(-1);
        var hash = CommandActivity.Hash(asked.Of(command));
        Assert.Equal(hash, CommandActivity.Hash(new Wish(-1).Of(command)));

        var (other, others) = (0, 0);
        for (var varied = new Wish(other); varied.Of(command) is var wish && varied.Varied is { } name; varied = new Wish(++other))
        {
            // The time at which the command itself, or one that lies in it, is sent. One that may be missing is chosen by whoever sends it.
            var isTime = name.Split('.')[^1] == "At:DateTimeOffset";
            Assert.True(isTime == (CommandActivity.Hash(wish) == hash), $"{command.Name}: {name}");
            others += isTime ? 0 : 1;
        }

        Assert.True(others >= 2, "Its id and what it is about.");
    }

    /// <summary>A command with a value in each place; one place, by its number, holds another value.</summary>
    private sealed class Wish(int other)
    {
        private int place;

        /// <summary>The place that holds another value; null when there are fewer.</summary>
        public string? Varied { get; private set; }

        public object Of(Type type) => Make(type, type.Name);

        private object Make(Type type, string path)
        {
            if (Nullable.GetUnderlyingType(type) is { } inner)
            {
                return Make(inner, path + "?");
            }

            if (Leaf(type) is { } values)
            {
                var isOther = place++ == other;
                Varied = isOther ? $"{path}:{type.Name}" : Varied;
                return isOther ? values.Other : values.One;
            }

            if (type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)))
            {
                var item = type.GetGenericArguments()[^1];
                var list = Array.CreateInstance(item, 1);
                list.SetValue(Make(item, path + "[]"), 0);
                return type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
                    ? typeof(ImmutableArray).GetMethods().Single(IsOfArray).MakeGenericMethod(item).Invoke(null, [list])!
                    : list;
            }

            var made = type.GetConstructors().Where(one => !IsCopy(one, type)).MaxBy(one => one.GetParameters().Length) ?? throw new InvalidOperationException($"{path}: {type} cannot be made.");
            return made.Invoke([.. made.GetParameters().Select(parameter => Make(parameter.ParameterType, $"{path}.{parameter.Name}"))]);
        }

        private static bool IsCopy(ConstructorInfo made, Type type) => made.GetParameters() is [var only] && only.ParameterType == type;

        private static bool IsOfArray(MethodInfo method) => method.Name == nameof(ImmutableArray.Create) && method.GetParameters() is [{ ParameterType.IsArray: true }];

        private static (object One, object Other)? Leaf(Type type) => type switch
        {
            _ when type == typeof(Guid) => (new Guid(1, 2, 3, new byte[8]), new Guid(1, 2, 4, new byte[8])),
            _ when type == typeof(string) => ("one", "other"),
            _ when type == typeof(bool) => (true, false),
            _ when type == typeof(int) => (1, 2),
            _ when type == typeof(long) => (1L, 2L),
            _ when type == typeof(decimal) => (1m, 2m),
            _ when type == typeof(DateOnly) => (new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 2)),
            _ when type == typeof(DateTimeOffset) => (DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddTicks(1)),
            _ when type == typeof(Currency) => (Currency.Cny, new Currency("USD")),
            _ when type == typeof(DivisionCode) => (DivisionCode.Parse("440703"), DivisionCode.Parse("440704")),
            _ when type.IsEnum && Enum.GetValues(type) is { Length: > 1 } all => (all.GetValue(0)!, all.GetValue(1)!),
            _ => null,
        };
    }
}

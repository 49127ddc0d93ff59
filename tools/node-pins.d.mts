export const nodePins: Readonly<
  Record<
    string,
    {
      readonly name: string
      readonly versions: Readonly<Record<number, { readonly version: string; readonly integrity: string }>>
    }
  >
>

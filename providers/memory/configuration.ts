/** What the `memory` provider takes from the configuration: entities with their columns and rows. */
import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Min,
} from 'class-validator';
import { type ColumnType, columnTypes } from '../../src/provider-sdk/index';

/** A column. Short form in YAML: only the type's name. */
export class MemoryColumn {
  @IsIn(columnTypes)
  type!: ColumnType;

  /** Default: true, of key columns false. */
  @IsOptional()
  @IsBoolean()
  nullable?: boolean;

  @IsOptional()
  @IsInt()
  @Min(1)
  maxLength?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  precision?: number;

  @IsOptional()
  @IsInt()
  @Min(0)
  scale?: number;

  /** Of Enum: the members, in the order of their numbers from 0. */
  @IsOptional()
  @IsString({ each: true })
  @ArrayNotEmpty()
  members?: string[];
}

export class MemoryEntity {
  @IsString({ each: true })
  @ArrayNotEmpty()
  key!: string[];

  /** By column name: a type's name, or an object as in {@link MemoryColumn}. */
  @IsObject()
  columns!: Record<string, ColumnType | MemoryColumn>;

  @IsArray()
  rows!: Record<string, unknown>[];

  /** Each row gets a version, which changes with it and which a write may insist on. Default: false. */
  @IsOptional()
  @IsBoolean()
  versioned?: boolean;
}

export class MemoryConfiguration {
  /** By entity name. */
  @IsObject()
  @Type(() => Object)
  entities!: Record<string, MemoryEntity>;
}
